package dev.hindsight.reliability;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the reports of a story come in: in which order, how often, through which doors. What it leaves
 * out comes at the end, one by one.
 */
record Way(List<Send> sends) {

    /** Sends next to each other through the same door go together, if it takes several. */
    enum Door {
        SINGLE,
        NAMED,
        ARRAY,
        WHOLE,
        BULK
    }

    /**
     * One report.
     *
     * @param pick which of the story's, counted around
     */
    record Send(int pick, Door door) {}

    Way {
        sends = List.copyOf(sends);
    }

    /** Each report once, as it happened, all in one body. */
    static Way straight(Story story) {
        return new Way(
                IntStream.range(0, story.pieces().size())
                        .mapToObj(pick -> new Send(pick, Door.BULK))
                        .toList());
    }

    /** Sends all of a story. */
    void take(Story story, Sender sender) {
        List<Piece> pieces = story.pieces();
        Set<Piece> left = new HashSet<>(pieces);
        List<Piece> group = new ArrayList<>();
        Door door = Door.SINGLE;
        for (Send send : sends) {
            if (send.door() != door) {
                sender.send(door, group);
                group.clear();
            }
            door = send.door();
            Piece piece = pieces.get(send.pick() % pieces.size());
            group.add(piece);
            left.remove(piece);
        }
        sender.send(door, group);
        sender.send(Door.SINGLE, pieces.stream().filter(left::contains).toList());
    }
}
