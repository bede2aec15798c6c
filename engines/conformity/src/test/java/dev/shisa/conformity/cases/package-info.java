@NullMarked
package dev.shisa.conformity.cases;

import org.jspecify.annotations.NullMarked;
