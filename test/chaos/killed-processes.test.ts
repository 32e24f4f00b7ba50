import { testFaults } from './rig/short-form.ts';

testFaults('F1', 'F2', 'F3', 'F12', 'F18');
