#!/usr/bin/env node
import '../dist/basalt.js';
