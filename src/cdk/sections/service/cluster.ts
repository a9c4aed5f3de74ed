// The cluster of the service, which has to be declared before its first use.
import type { Config, Service } from '../../../config/schema/index.ts';
import { ID } from '../../../template/names.ts';
import { ecs } from '../../library.ts';
import { tagName } from '../../part.ts';
import { create, member, THIS } from '../../source/nodes.ts';
import { declare, type Statement } from '../../source/statements.ts';
import { CLUSTER } from './references.ts';

/** Empty if the config gives an existing cluster. */
export const cluster = (wanted: Service, config: Config): Statement[] =>
  wanted.cluster === undefined
    ? [
        declare('cluster', create(member(ecs, 'CfnCluster'), THIS, ID.cluster)),
        ...tagName(CLUSTER, config, 'cluster'),
      ]
    : [];
