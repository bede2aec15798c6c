package dev.shisa.server.ledger;

/**
 * What the page of an evidence pack shows.
 *
 * @param size of the attachments, in words
 * @param name of the file that is downloaded
 * @param vkey public key of the present log (C2SP vkey); empty before its first record
 */
public record PackView(
        String title,
        int verdicts,
        int evidence,
        int facts,
        int leftOut,
        long files,
        String size,
        int records,
        String name,
        String href,
        String vkey) {}
