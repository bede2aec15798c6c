/** Guided steps at the bench: what a person does and notes with the device in hand, and the facts that follow from it. */
@NullMarked
package dev.shisa.server.procedure;

import org.jspecify.annotations.NullMarked;
