/** Results of scanning tools: taken in as evidence, each detection judged by a person, the facts that follow from it. */
@NullMarked
package dev.shisa.server.scan;

import org.jspecify.annotations.NullMarked;
