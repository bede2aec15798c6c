/** Cases: facts in, verdicts out, in files beside the catalogue (catalogue/README.md, section "Cases"). */
@NullMarked
package dev.shisa.conformity.cases;

import org.jspecify.annotations.NullMarked;
