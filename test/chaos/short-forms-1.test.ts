import { testShortForms } from './rig/short-form.ts';

testShortForms(1);
