import { SECOND } from '../../../functions/domain/instant.ts';
import type { StoryItem } from '../story/story.ts';
import { writeStory } from '../story/write-story.ts';
import type { Shrunk } from './shrink.ts';

const minutes = (milliseconds: number): string => `${(milliseconds / 60 / SECOND).toFixed(1)} min`;

const itemInWords = (item: StoryItem): string => {
  switch (item.kind) {
    case 'ASK':
      return `at ${minutes(item.at)} ${item.by} asks for ${item.target} for ${item.minutes} min`;
    case 'HAND':
      return `at ${minutes(item.at)} somebody's hand: ${item.deed}`;
    case 'EXECUTION':
      return `at ${minutes(item.at)} ${item.deed}`;
    case 'DEPLOY':
      return `at ${minutes(item.at)} a deployment: ${item.change} (${item.target})`;
    case 'WINDOW':
      return `from ${minutes(item.from)} to ${minutes(item.to)}: ${item.fault}, ${Math.round(item.rate * 100)} % of calls`;
    case 'STREAM_STALLED':
      return `from ${minutes(item.from)} to ${minutes(item.to)}: the stream stands still`;
    case 'OFF':
      return `the ${item.closer === 'SWEEPER' ? 'sweeper' : "workflow's closing"} is switched off`;
    case 'CLOCK_SKEW':
      return `clocks of functions differ by up to ${item.most / SECOND} s from the true time`;
  }
};

/** A failing seed as a person reads it: what it took, what happened, what broke. */
export const timelineOf = ({ run, kept, items, firedBefore, firedAfter }: Shrunk): string => {
  const story = writeStory(run.seed);
  const { violation } = run;
  return [
    `Seed ${run.seed} breaks invariant ${violation?.invariant}: ${violation?.what}`,
    `Shrunk from ${items} items and ${firedBefore} faults to ${kept.length} and ${firedAfter}:`,
    ...kept.map((index) => `  ${index}. ${itemInWords(story[index] as StoryItem)}`),
    '',
    ...run.lines,
  ].join('\n');
};
