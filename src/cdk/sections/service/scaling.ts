import { ID } from '../../../template/names.ts';
import { applicationAutoScaling } from '../../library.ts';
import type { Part, Sections } from '../../part.ts';
import { create, member, THIS } from '../../source/nodes.ts';
import { declare, run } from '../../source/statements.ts';
import { propertiesFrom } from './references.ts';

const POLICIES: readonly string[] = [ID.socketScaling, ID.cpuScaling];

/** The scaling of the tasks, by section title; empty if their number is fixed. */
export function scaling(sections: Sections): [string, Part][] {
  const section = sections.get('Scaling');
  if (!section) return [];
  return [
    [
      'Scaling',
      {
        statements: [
          declare(
            'scalableTarget',
            create(
              member(applicationAutoScaling, 'CfnScalableTarget'),
              THIS,
              ID.scalableTarget,
              propertiesFrom(sections, 'Scaling', ID.scalableTarget),
            ),
          ),
          ...POLICIES.filter((id) => section.resources?.[id]).map((id) =>
            run(
              create(
                member(applicationAutoScaling, 'CfnScalingPolicy'),
                THIS,
                id,
                propertiesFrom(sections, 'Scaling', id),
              ),
            ),
          ),
        ],
      },
    ],
  ];
}
