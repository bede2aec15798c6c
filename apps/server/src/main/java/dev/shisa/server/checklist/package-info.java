/** What customers ask in checklists of their own: rows tied by people to what the catalogue asks, answered from the same evidence. */
@NullMarked
package dev.shisa.server.checklist;

import org.jspecify.annotations.NullMarked;
