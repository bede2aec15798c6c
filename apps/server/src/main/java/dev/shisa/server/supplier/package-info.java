/** Who delivers what, what was asked, agreed, checked and decided, and which files go to and fro. */
@NullMarked
package dev.shisa.server.supplier;

import org.jspecify.annotations.NullMarked;
