package dev.shisa.server.psirt;

import java.util.UUID;

/**
 * Something of a case that one person who works on it has to know of. Nothing of its content is in it.
 *
 * @param key tells it from everything else
 * @param number empty in {@code waits}, which goes to people who may not know of it
 * @param what {@code report}, {@code assigned}, {@code taken-over}, {@code heard}, {@code inject}, {@code mail}, {@code soon},
 *     {@code overdue}, {@code forced}, {@code waits}
 * @param due the last day, or empty
 * @param drill whether it is not real
 */
public record CaseTold(
        String key,
        UUID caseId,
        String number,
        UUID person,
        String what,
        String due,
        boolean urgent,
        boolean drill,
        String href) {}
