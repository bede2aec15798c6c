package dev.shisa.faults;

/** One line for each fault that was withstood, as the long form prints it. */
final class Summary {

    private Summary() {}

    /**
     * Prints it.
     *
     * @param acknowledged what the server had taken
     * @param lost of it, without a word
     * @param named places of damage that were named
     */
    static void add(String fault, int rounds, int acknowledged, int lost, int named) {
        System.out.printf(
                "faults: %-28s rounds %5d  acknowledged %6d  lost %3d  named %4d%n",
                fault, rounds, acknowledged, lost, named);
    }
}
