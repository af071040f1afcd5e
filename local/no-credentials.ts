/**
 * Imported before anything else: whatever is loaded after it finds no real AWS account. Postern here calls AWS nowhere;
 * a client that came in by mistake would get these, and ask no metadata service for better ones.
 */
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_REGION: process.env.AWS_REGION ?? 'eu-central-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});
