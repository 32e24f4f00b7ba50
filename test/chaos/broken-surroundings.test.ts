import { testFaults } from './rig/short-form.ts';

testFaults('F4', 'F6', 'F8', 'F10', 'F14');
