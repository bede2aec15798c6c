package dev.shisa.server.product;

import java.util.UUID;

/**
 * A series, or the organisation, follows other guides than before; published in the transaction that says so.
 *
 * @param subjectId a series, or the organisation
 */
public record GuidesChosen(UUID subjectId) {}
