@NullMarked
package dev.shisa.driver;

import org.jspecify.annotations.NullMarked;
