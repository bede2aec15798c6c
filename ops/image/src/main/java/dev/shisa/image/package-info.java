/** The image for containers, written as a file by Jib. */
@NullMarked
package dev.shisa.image;

import org.jspecify.annotations.NullMarked;
