export { reorderAgain as POST } from '../../../actions/reorder.ts';
