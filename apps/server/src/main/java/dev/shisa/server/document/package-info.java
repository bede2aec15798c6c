/** Documents that are drafted from answers, edited, reviewed, approved, put into force, read and kept. */
@NullMarked
package dev.shisa.server.document;

import org.jspecify.annotations.NullMarked;
