package com.acme.scala;

/** An application's own, of a name that becomes one of Durastream's too. */
public class PairDStream {}
