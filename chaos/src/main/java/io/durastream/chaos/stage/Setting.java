package io.durastream.chaos.stage;

import io.durastream.chaos.workload.Input;

/** What faults there can be depends on: what runs, and where its records come from. */
public record Setting(Deployment deployment, Input input) {}
