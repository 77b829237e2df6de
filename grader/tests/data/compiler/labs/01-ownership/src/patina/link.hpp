#pragma once
namespace patina {
int promised();
}
