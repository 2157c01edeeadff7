package io.durastream.chaos.zookeeper;

/** What a server of an ensemble does at a moment. */
public enum ServerRole {
    LEADER,
    FOLLOWER,
    /** It serves nobody: dead, paused, without a majority, or in an election. */
    NONE
}
