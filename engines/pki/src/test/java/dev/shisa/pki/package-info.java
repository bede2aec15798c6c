@NullMarked
package dev.shisa.pki;

import org.jspecify.annotations.NullMarked;
