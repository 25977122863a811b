package dev.hindsight.blob;

/** Looks at the bytes of one blob while they pass, and fails if they are not what they must be. */
public interface BlobCheck {

    /** Takes the next bytes. */
    void take(byte[] piece);

    /** Is told that there are no more. */
    void finish();

    /** Any bytes will do. */
    static BlobCheck none() {
        return new BlobCheck() {
            @Override
            public void take(byte[] piece) {}

            @Override
            public void finish() {}
        };
    }
}
