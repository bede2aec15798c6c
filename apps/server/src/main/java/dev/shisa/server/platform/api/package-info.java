/** The door for programs: tokens, the shape of questions and answers, the description of all of them. */
@NullMarked
package dev.shisa.server.platform.api;

import org.jspecify.annotations.NullMarked;
