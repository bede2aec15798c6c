package dev.shisa.cli;

import java.util.List;

/**
 * One difference in an evidence pack.
 *
 * @param code names the sentence in {@code words.properties}
 * @param place the file in the pack, with what in it; or the zip itself with the byte
 * @param args of the sentence
 */
record PackFinding(String code, String place, List<Object> args) {

    PackFinding {
        args = List.copyOf(args);
    }
}
