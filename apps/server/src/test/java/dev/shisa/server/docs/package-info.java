/** What is written about the code, held against the code: the order of the capabilities, their package pages, the picture, links. */
@NullMarked
package dev.shisa.server.docs;

import org.jspecify.annotations.NullMarked;
