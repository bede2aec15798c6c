/** In which order is what is open to be done, and until when: a plan from the maker's policy, stage, staff, budget and customers. */
@NullMarked
package dev.shisa.server.plan;

import org.jspecify.annotations.NullMarked;
