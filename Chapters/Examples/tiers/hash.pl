# Twenty thousand entries of a hash.
my %table;
$table{$_} = "value $_" for 1..20000;
print scalar(keys %table), " entries\n";
