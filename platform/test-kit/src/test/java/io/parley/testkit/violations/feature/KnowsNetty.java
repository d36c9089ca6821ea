package io.parley.testkit.violations.feature;

import io.netty.buffer.ByteBuf;

record KnowsNetty(ByteBuf what) {}
