package io.durastream.chaos.check;

/** What is acknowledged to the source was sent by it, and nothing else is said to it. */
final class KeepsProtocol implements Checker {

    @Override
    public String name() {
        return "keeps the source's protocol";
    }

    @Override
    public Finding check(Evidence evidence) {
        return Finding.of(name(), evidence.protocol().size() + " violations", evidence.protocol());
    }
}
