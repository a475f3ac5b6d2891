/** What a firewall configuration can do in an editor. */
import type { ConfigurationDocument } from '../document.ts';
import type { Features } from '../features.ts';

export const configurationFeatures: Features<ConfigurationDocument> = {};
