export { addToCompare as POST } from '../../actions/compare.ts';
