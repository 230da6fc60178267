export { startGoogle as GET } from '../../../actions/google.ts';
