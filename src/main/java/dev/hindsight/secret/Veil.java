package dev.hindsight.secret;

import org.jspecify.annotations.Nullable;

/**
 * Knows, while somebody walks through a value from its first token to its last, what is secret
 * where the walk stands.
 *
 * <p>The walk tells of each key or element before the value that it leads to, and of each array and
 * object when it begins and ends.
 */
public final class Veil {

    private final boolean hasPaths;

    /** The innermost array or object; absent outside of any, and where no path leads. */
    private @Nullable Container container;

    /** The place of the value that comes next. */
    private Place here;

    /** Whether strings are secret here. */
    private boolean secret;

    /** Depth of the outermost container below a secret key, or 0 outside of any. */
    private int secretDepth;

    /** Depth of the container that is secret as a whole, or 0 outside of any. */
    private int wholeDepth;

    /** For the value that lies at a place of its record. */
    public Veil(Place root) {
        here = root;
        hasPaths = !root.leadsNowhere();
    }

    /** A member of the innermost object comes next. */
    public void member(String key, boolean isSecretKey) {
        if (secretDepth == 0) {
            secret = isSecretKey;
        }
        if (hasPaths) {
            here = place().member(key);
        }
    }

    /** An element of the innermost array comes next; {@code index} is from 0. */
    public void element(int index) {
        if (hasPaths) {
            here = place().element(index);
        }
    }

    /** The array or object that came next has begun; {@code depth} is 1 for the value itself. */
    public void enter(int depth) {
        if (wholeDepth > 0) {
            return;
        }
        if (hidesValue()) {
            wholeDepth = depth;
            return;
        }
        if (secret && secretDepth == 0) {
            secretDepth = depth;
        }
        if (hasPaths) {
            container = new Container(here, container);
        }
    }

    /** The array or object that was entered at this depth has ended. */
    public void leave(int depth) {
        if (wholeDepth > 0) {
            wholeDepth = depth == wholeDepth ? 0 : wholeDepth;
        } else if (container != null) {
            container = container.around;
        }
        if (depth == secretDepth) {
            secretDepth = 0;
        }
        end();
    }

    /** A value has ended: the secrecy of its key ends with it. */
    public void end() {
        if (secretDepth == 0) {
            secret = false;
        }
    }

    private Place place() {
        return container == null ? Place.NOWHERE : container.place;
    }

    /** Whether the walk is inside an array or object that is secret as a whole. */
    public boolean hidesAll() {
        return wholeDepth > 0;
    }

    /** Whether the value that comes next is secret, whatever it is. */
    public boolean hidesValue() {
        return here.isSecret();
    }

    /** Whether the value that comes next is secret if it is a string. */
    public boolean hidesStrings() {
        return secret || hidesValue();
    }

    /** An array or object, and the one that it lies in. */
    private record Container(Place place, @Nullable Container around) {}
}
