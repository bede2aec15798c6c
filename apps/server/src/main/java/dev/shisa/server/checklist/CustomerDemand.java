package dev.shisa.server.checklist;

import dev.shisa.conformity.RequirementId;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which customers ask what, as far as rows of their checklists are tied to requirements. */
@Component
public class CustomerDemand {

    private final ChecklistStore store;

    CustomerDemand(ChecklistStore store) {
        this.store = store;
    }

    /** The names of the checklists in use that ask for a requirement. */
    public Map<RequirementId, SortedSet<String>> of(UUID seriesId) {
        return store.demand(seriesId);
    }

    /** The names of all checklists in use of a series: customers of whom the register knows. */
    public SortedSet<String> customers(UUID seriesId) {
        return store.customers(seriesId);
    }
}
