package dev.shisa.server.catalogue;

import dev.shisa.conformity.RequirementId;
import java.util.Set;

/** Another edition of the catalogue is in force; published in the transaction that records it. */
public record EditionChanged(Set<RequirementId> requirements) {}
