// Construct paths from the metadata of an assembly, as in `<Stack>.metadata.json`.
import { expect, it } from 'vitest';
import { constructsOf, stackOf } from '../../src/check/constructs.ts';

const id = (data: string) => [{ type: 'aws:cdk:logicalId', data }];
const METADATA = {
  // The stack itself is among the constructs that have a template.
  '/Chat': [{ type: 'aws:cdk:templateFile', data: 'Chat.template.json' }],
  '/Chat/Lb': [{ type: 'aws:cdk:warning', data: 'x' }],
  '/Chat/Lb/Resource': id('Lb1'),
  '/Chat/Raw': id('Raw'),
  '/Chat/Inner': [{ type: 'aws:cdk:templateFile', data: 'Inner.nested.template.json' }],
  '/Chat/Inner/Lb/Resource': id('Lb2'),
  '/Chat/Inner/Deep': [{ type: 'aws:cdk:templateFile', data: 'Deep.nested.template.json' }],
  '/Chat/Inner/Deep/Lb/Resource': id('Lb2'),
  '/Chat/InnerToo/Resource': id('Too'),
  '/Chat/Inner.NestedStack/Inner.NestedStackResource': id('InnerStack'),
};

it('finds the constructs of a stack, but not those of its nested stacks', () => {
  expect(Object.fromEntries(constructsOf(METADATA, 'Chat.template.json'))).toEqual({
    Lb1: 'Chat/Lb',
    Raw: 'Chat/Raw',
    Too: 'Chat/InnerToo',
    InnerStack: 'Chat/Inner.NestedStack/Inner.NestedStackResource',
  });
  expect(Object.fromEntries(constructsOf(METADATA, 'Inner.nested.template.json', true))).toEqual({
    Lb2: 'Chat/Inner/Lb',
  });
  expect(Object.fromEntries(constructsOf(METADATA, 'Deep.nested.template.json', true))).toEqual({
    Lb2: 'Chat/Inner/Deep/Lb',
  });
  expect(constructsOf(METADATA, 'other.nested.template.json', true).size).toBe(0);
});

it("finds a template's metadata, inline or in a file, and accepts any JSON", () => {
  const artifacts = {
    Chat: { properties: { templateFile: 'Chat.template.json' }, metadata: { inline: [] } },
    New: { properties: { templateFile: 'New.template.json', additionalMetadataFile: 'New.metadata.json' } },
    'New.assets': { properties: { file: 'New.assets.json' } },
  };
  expect(stackOf({ artifacts }, 'Chat.template.json')).toEqual({ metadata: { inline: [] } });
  expect(stackOf({ artifacts }, 'New.template.json')).toMatchObject({ file: 'New.metadata.json' });
  expect(stackOf({ artifacts }, 'Other.template.json')).toBeUndefined();
  for (const value of [undefined, null, [], 1, { artifacts: [null] }]) {
    expect(stackOf(value, 'x')).toBeUndefined();
    expect(constructsOf(value, 'x').size).toBe(0);
  }
});
