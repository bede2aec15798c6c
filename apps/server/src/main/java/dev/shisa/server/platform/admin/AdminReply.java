package dev.shisa.server.platform.admin;

/**
 * What a command of the terminal came to.
 *
 * @param exitCode 0 done, 1 problem found, 2 wrong usage, 3 cannot tell, 4 cannot reach, 70 our bug
 * @param text what to print
 */
public record AdminReply(int exitCode, String text) {

    public static final int DONE = 0;
    public static final int PROBLEM = 1;
    public static final int WRONG_USAGE = 2;
    public static final int CANNOT_TELL = 3;
    public static final int CANNOT_REACH = 4;
    public static final int BUG = 70;

    /** Prints it, to the error stream when the command could not be done, and ends the process. */
    public void printAndExit() {
        (exitCode == DONE || exitCode == PROBLEM || exitCode == CANNOT_TELL ? System.out : System.err).println(text);
        System.exit(exitCode);
    }
}
