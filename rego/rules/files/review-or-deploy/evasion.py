# path: docs/CODEOWNERS
* @dev
