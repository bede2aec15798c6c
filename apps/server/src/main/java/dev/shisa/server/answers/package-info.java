/** Where people answer: questions, links for colleagues, the questionnaire as a file, the product register. */
@NullMarked
package dev.shisa.server.answers;

import org.jspecify.annotations.NullMarked;
