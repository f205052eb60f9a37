"""What CallPower answers to web sites, for campaigns that have come from it: their forms go on. Facts of it, no code."""
