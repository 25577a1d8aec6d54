import { answered, api, type Schema } from '../../api/client';

/** Periods that the server has figures of, in days. */
export const PERIODS = ['7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];

export type Figures = Schema['Statistics'];
export type BotStatus = Schema['BotStatus'];

export type BotAct = 'start' | 'stop' | 'restart';

export function fetchFigures(days: Period, signal: AbortSignal): Promise<Figures> {
  return answered(api.GET('/api/statistics', { params: { query: { days } }, signal }));
}

export function fetchBot(signal: AbortSignal): Promise<BotStatus> {
  return answered(api.GET('/api/bot/status', { signal }));
}

export async function steerBot(act: BotAct): Promise<void> {
  await answered(api.POST(`/api/bot/${act}`));
}
