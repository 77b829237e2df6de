#pragma once
namespace patina {
class Box {};
}
