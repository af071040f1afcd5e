/** Cedar text and where it was read. */
export interface CedarFile {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

/** All that decides beside the configuration. */
export interface PolicyFiles {
  readonly schema: CedarFile;
  /** In the order of their names. */
  readonly policies: readonly CedarFile[];
}
