/** The rules about configurations, in the order of the catalogue. */
import type { ConfigurationRule } from './rule.ts';

export const configurationRules: readonly ConfigurationRule[] = [];
