export { finishGoogle as GET } from '../../../actions/google.ts';
